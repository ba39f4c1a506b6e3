package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.vectors.generator.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vector files are what the generator writes, of the right form, and right. */
final class VectorFilesTest {

  private static final Path FOLDER = Path.of("vectors", "v1");

  @Test
  void files_madeAnew_areThoseInTheRepository() throws IOException {
    if (Boolean.getBoolean("lacre.vectors.write")) {
      VectorFiles.write(FOLDER);
    }
    for (Map.Entry<String, String> file : VectorFiles.all().entrySet()) {
      assertEquals(
          file.getValue(),
          Files.readString(FOLDER.resolve(file.getKey())),
          file.getKey() + ": see docs/conformance.md on how to write the files anew");
    }
  }
}
