package dev.lacre.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of a program that answers lines: threads of its own read and write, so that neither side
 * can block the other. What it says is bounded.
 */
final class PipeProcess {

  private static final byte[] ENDED = {};
  private static final int LONGEST_LINE = 1 << 20;
  private static final int QUEUED_LINES = 64;

  private final Process process;
  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(QUEUED_LINES);
  private final BlockingQueue<byte[]> toWrite = new LinkedBlockingQueue<>();

  PipeProcess(Process process) {
    this.process = process;
    background("lacre-pipe-reader", this::read);
    background("lacre-pipe-writer", this::write);
  }

  private static void background(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          line.write(next);
        }
        if (next == '\n' || line.size() > LONGEST_LINE) {
          lines.put(line.toByteArray().length == 0 ? new byte[] {' '} : line.toByteArray());
          line.reset();
        }
      }
    } catch (IOException gone) {
      // As good as its end.
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    lines.offer(ENDED);
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      for (byte[] line = toWrite.take(); line.length > 0; line = toWrite.take()) {
        out.write(line);
        out.flush();
      }
    } catch (IOException gone) {
      // The reader sees it end.
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  void send(ObjectNode message) {
    toWrite.add((message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the next line, empty at the program's end, or null if none came in time. */
  byte @Nullable [] nextLine(Duration timeout) throws InterruptedException {
    return lines.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns how the program ended, which it has just done or is about to. */
  String ending() throws InterruptedException {
    process.waitFor(1, TimeUnit.SECONDS);
    return "the program ended"
        + (process.isAlive() ? "" : " with exit code " + process.exitValue());
  }

  /** Sends the last message, and ends the program if it does not end of itself in time. */
  void stop(ObjectNode message, Duration timeout) {
    send(message);
    toWrite.add(ENDED);
    try {
      if (process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  void kill() {
    toWrite.add(ENDED);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
