package dev.lacre.vectors;

/**
 * A signer or a verifier under test.
 *
 * <p>A verifier sets itself up as the test's {@link TestVector#group group} says, takes the {@link
 * TestVector#delivery delivery} and answers accepted or refused. A signer signs the delivery's body
 * with the key, for the application and the merchant of the test's {@link TestVector#steps steps},
 * and answers the headers. It must not look at the result, at the headers it is to make, or at the
 * rest of the steps.
 */
@FunctionalInterface
public interface Subject {

  /**
   * Returns the subject's answer to one test.
   *
   * @param test the test
   * @return the answer
   * @throws Exception if the subject breaks; the test's outcome is then {@link Outcome#ERROR}
   */
  Answer answer(TestVector test) throws Exception;
}
