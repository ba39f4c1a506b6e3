package dev.lacre.cli;

/** The keys of the demonstration's senders and forgers, and the applications they sign for. */
enum DemoKey {
  ORDERING("3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10"),
  ORDERING_OLD(ORDERING.appId),
  /** The receiver took it out after the last rotation. */
  ORDERING_RETIRED(ORDERING.appId),
  /** A guess. */
  ORDERING_FORGED(ORDERING.appId),
  LOGISTICS("7c6f0a52-11d4-4b8e-9a53-64a0a3f0c2b4"),
  STORE_9("9b1d8e0a-50f2-47a7-8a52-0d1b1b0f7c11"),
  STORE_10(STORE_9.appId),
  /** Another guess. */
  STORE_9_FORGED(STORE_9.appId),
  /** Of an application that the receiver does not know. */
  STRANGER("00000000-0000-4000-8000-000000000000");

  private final String appId;

  DemoKey(String appId) {
    this.appId = appId;
  }

  String appId() {
    return appId;
  }
}
