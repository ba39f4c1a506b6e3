package dev.lacre.verifier.config;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;

/** Reads secrets and keys from where the configuration says they are. */
final class SecretReader {

  private final ConfigInputs inputs;

  SecretReader(ConfigInputs inputs) {
    this.inputs = inputs;
  }

  /** Returns the secrets of a list, in its order. */
  List<Secret> secrets(ConfigNode list) {
    return list.list().stream().map(this::secret).toList();
  }

  private Secret secret(ConfigNode node) {
    Map<String, ConfigNode> keys =
        node.members("env", "file", "managed", "insecureLiteral", "insecureShort");
    boolean mayBeShort = keys.containsKey("insecureShort") && keys.get("insecureShort").flag();
    long sources = keys.keySet().stream().filter(key -> !key.equals("insecureShort")).count();
    if (sources != 1) {
      throw node.fault(
          "a secret has "
              + sources
              + " sources here, but needs exactly one of env, file, managed and insecureLiteral.");
    }
    ConfigNode env = keys.get("env");
    if (env != null) {
      return env.checked(() -> secretOf(inputs.variable(env.text()), mayBeShort));
    }
    ConfigNode file = keys.get("file");
    if (file != null) {
      return file.checked(() -> ofFile(file.text(), mayBeShort));
    }
    ConfigNode managed = keys.get("managed");
    if (managed != null && keys.containsKey("insecureShort")) {
      throw managed.fault(
          "a managed secret is made by the program's own source, so 'insecureShort' says nothing"
              + " here; leave it out.");
    }
    if (managed != null) {
      return managed.checked(() -> inputs.managed(managed.text()));
    }
    ConfigNode literal = node.required(keys, "insecureLiteral");
    return literal.checked(() -> secretOf(literal.text(), mayBeShort));
  }

  private Secret ofFile(String name, boolean mayBeShort) {
    try {
      byte[] bytes = inputs.secretFile(name);
      return mayBeShort ? Secret.ofShortBytesInsecurely(bytes) : Secret.ofBytes(bytes);
    } catch (InvalidPathException malformed) {
      throw new IllegalArgumentException(
          "the secret file's name cannot be a file's; name one, relative to the folder of this"
              + " configuration.");
    } catch (IllegalArgumentException fault) {
      throw new IllegalArgumentException(
          "the secret file '" + Printable.of(name) + "': " + fault.getMessage());
    }
  }

  private static Secret secretOf(String text, boolean mayBeShort) {
    return mayBeShort && StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? Secret.ofShortBytesInsecurely(text.getBytes(StandardCharsets.UTF_8))
        : Secret.ofUtf8(text);
  }
}
