package dev.lacre.vectors;

/**
 * One header line of a request, as it stands on the wire. Immutable.
 *
 * @param name the header's name, in the case in which it was sent
 * @param value what stands behind the colon, white space included; one character stands for one
 *     byte (ISO-8859-1)
 */
public record HeaderLine(String name, String value) {}
