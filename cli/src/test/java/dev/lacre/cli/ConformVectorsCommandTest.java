package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vectors, listed and exported. */
class ConformVectorsCommandTest {

  @TempDir Path folder;

  @Test
  void list_hasALineForEachTest() {
    Run run = Run.given().run("conform", "vectors");
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertEquals(Vectors.v1().tests().size(), run.out().lines().count());
    assertTrue(
        run.out()
            .contains(
                "sig-shape/v1-newEvent/upper-case\tinvalid\tA signature of another shape or"
                    + " value: the signature is in upper case\n"));
  }

  @Test
  void list_withGlobs_hasThoseSelected() {
    Run run = Run.given().run("conform", "vectors", "--run=sig-shape/*,key/*", "--skip=*/genuine");
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertTrue(
        run.out()
            .lines()
            .allMatch(
                line ->
                    line.matches("(sig-shape|key)/.*")
                        && !line.split("\t", 2)[0].endsWith("/genuine")));
    Run.given().run("conform", "vectors", "--run=nothing").assertUsageFault();
  }

  @Test
  void export_toAFolder_givesTheFilesByteForByte() throws IOException {
    Path target = folder.resolve("new/vectors");
    Run run = Run.given().run("conform", "vectors", "--export=" + target);
    assertEquals(Lacre.DONE, run.code(), run.err());
    for (Map.Entry<String, byte[]> file : Vectors.files().entrySet()) {
      assertArrayEquals(file.getValue(), Files.readAllBytes(target.resolve(file.getKey())));
    }
    assertEquals(Vectors.v1().tests().size(), Vectors.load(target).tests().size());
  }

  @Test
  void export_toAZip_givesTheSameFilesEveryTime() throws IOException {
    Path first = folder.resolve("first.zip");
    Path second = folder.resolve("second.zip");
    assertEquals(Lacre.DONE, Run.given().run("conform", "vectors", "--export=" + first).code());
    assertEquals(Lacre.DONE, Run.given().run("conform", "vectors", "--export=" + second).code());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    Map<String, byte[]> found = new HashMap<>();
    try (ZipFile zip = new ZipFile(first.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        found.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    assertEquals(Vectors.files().size(), found.size());
    Vectors.files()
        .forEach((name, bytes) -> assertArrayEquals(bytes, found.get("lacre-vectors-v1/" + name)));
  }

  @Test
  void export_whereNothingCanBeWritten_isASetUpFault() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Run run = Run.given().run("conform", "vectors", "--export=" + file.resolve("below"));
    assertEquals(Lacre.SET_UP, run.code(), run.err());
    Run.given().run("conform", "vectors", "--export=x", "--run=sig/*").assertUsageFault();
  }
}
