package dev.lacre.vectors;

/**
 * How the right signature of a delivery comes about, step by step. Immutable.
 *
 * @param appId the application that signs
 * @param merchantId the merchant it signs for
 * @param keyHex the bytes of the key
 * @param signedHex the bytes that are signed
 * @param macHex the MAC
 * @param headerValue what the signature header says
 */
public record Steps(
    String appId,
    String merchantId,
    String keyHex,
    String signedHex,
    String macHex,
    String headerValue) {}
