package dev.lacre.servlet;

/** A running servlet container with one application in it, reached through a real socket. */
interface Container extends AutoCloseable {

  /** Returns the port it listens on, on the loopback address. */
  int port();

  /** Tells whether the application is up; not if the container refused to start it. */
  boolean isUp();

  @Override
  void close();
}
