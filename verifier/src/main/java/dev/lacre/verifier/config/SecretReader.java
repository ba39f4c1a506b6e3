package dev.lacre.verifier.config;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SecretFile;
import dev.lacre.signer.internal.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads secrets and keys from where the configuration says they are. Immutable. */
final class SecretReader {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final Path directory;
  private final Function<String, @Nullable String> environment;

  SecretReader(Path directory, Function<String, @Nullable String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Returns the secrets of a list, in its order. */
  List<Secret> secrets(ConfigNode list) {
    return list.list().stream().map(this::secret).toList();
  }

  private Secret secret(ConfigNode node) {
    Map<String, ConfigNode> keys = node.members("env", "file", "insecureLiteral", "insecureShort");
    boolean mayBeShort = keys.containsKey("insecureShort") && keys.get("insecureShort").flag();
    long sources = keys.keySet().stream().filter(key -> !key.equals("insecureShort")).count();
    if (sources != 1) {
      throw node.fault(
          "a secret has "
              + sources
              + " sources here, but needs exactly one of env, file and insecureLiteral.");
    }
    ConfigNode env = keys.get("env");
    if (env != null) {
      return env.checked(() -> secretOf(variable(env.text()), mayBeShort));
    }
    ConfigNode file = keys.get("file");
    if (file != null) {
      return file.checked(() -> ofFile(file.text(), mayBeShort));
    }
    ConfigNode literal = node.required(keys, "insecureLiteral");
    return literal.checked(() -> secretOf(literal.text(), mayBeShort));
  }

  private String variable(String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment variable "
              + shown(name)
              + " is not set; a secret must be there before the service starts.");
    }
    return SecretText.readable(value);
  }

  /** What is not written like a variable's name may be the secret itself, in the wrong place. */
  private static String shown(String name) {
    return VARIABLE.matcher(name).matches()
        ? "'" + name + "'"
        : "named here (not shown, for it is not written like a variable)";
  }

  private Secret ofFile(String name, boolean mayBeShort) {
    try {
      byte[] bytes = SecretFile.read(directory.resolve(name));
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
