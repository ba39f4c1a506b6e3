package dev.lacre.verifier.discovery;

import java.util.Optional;

/** How credentials are issued: the three models of Open Delivery 2. */
public enum AuthenticationModel {
  /** One pair of id and secret for each merchant; for what comes from version 1. */
  CLIENT_CREDENTIALS_MERCHANT("client_credentials_merchant"),

  /** One pair for the application, merchants authorised apart from it; recommended. */
  CLIENT_CREDENTIALS_APPLICATION("client_credentials_application"),

  /** The merchant grants an application access, interactively. */
  AUTHORIZATION_CODE("authorization_code");

  private final String code;

  AuthenticationModel(String code) {
    this.code = code;
  }

  /**
   * Returns the model as discovery documents name it.
   *
   * @return for example {@code client_credentials_application}
   */
  public String code() {
    return code;
  }

  /**
   * Returns the model with this code.
   *
   * @param code as {@link #code} returns it
   * @return the model, or nothing if there is none of that code
   */
  public static Optional<AuthenticationModel> ofCode(String code) {
    for (AuthenticationModel model : values()) {
      if (model.code.equals(code)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }
}
