package dev.lacre.cli;

import dev.lacre.vectors.Vectors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lacre conform vectors}: what is tested, as a list, as files or as a zip. */
@Command(
    name = "vectors",
    header = "Lists the test vectors, or writes them to files.",
    description = {
      "",
      "Prints a line for each test: id, result, title. With --export, writes the files and their"
          + " schema into a folder, or into a file that ends in .zip.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lacre conform vectors --run 'sig-shape/*'",
      "  lacre conform vectors --export vectors.zip"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class ConformVectorsCommand implements Callable<Integer> {

  static final String NOTHING_SELECTED =
      "No test is selected; 'lacre conform vectors' lists all of them.";

  private static final String WHAT = "export";

  /** The same bytes every time, whenever it is written. */
  private static final FileTime WRITTEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private final Terminal terminal;

  @Mixin private final SelectionOptions tests = new SelectionOptions();

  @Option(
      names = "--export",
      paramLabel = "FOLDER|FILE.zip",
      description = "write the files, all tests in them, there")
  private @Nullable String export;

  ConformVectorsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (export == null) {
      Vectors selected = Vectors.v1().select(tests.selection());
      if (selected.tests().isEmpty()) {
        throw Failure.usage(NOTHING_SELECTED);
      }
      ConformOptions.list(
          selected.tests().stream()
              .map(test -> test.id() + "\t" + test.result().code() + "\t" + test.title())
              .toList(),
          terminal);
      return Lacre.DONE;
    }
    if (tests.isGiven()) {
      throw Failure.usage("--export writes whole files; leave out --run and --skip.");
    }
    Path target = Inputs.path(WHAT, export);
    try {
      if (export.endsWith(".zip")) {
        zip(target);
      } else {
        files(target);
      }
    } catch (IOException unwritable) {
      throw Failure.setUp(
          "The vectors cannot be written to '"
              + export
              + "' ("
              + unwritable.getClass().getSimpleName()
              + "); name a folder, or a file that ends in .zip, that may be written to.");
    }
    return Lacre.DONE;
  }

  private static void files(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : Vectors.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void zip(Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : Vectors.files().entrySet()) {
        ZipEntry entry = new ZipEntry("lacre-vectors-v1/" + file.getKey());
        entry.setLastModifiedTime(WRITTEN);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }
}
