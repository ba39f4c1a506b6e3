/** The commands of {@code lacre}, one class each, over the library's public interface. */
@NullMarked
package dev.lacre.cli;

import org.jspecify.annotations.NullMarked;
