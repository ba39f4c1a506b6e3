/** Plays a receiver, and judges what a sender delivers. */
@NullMarked
package dev.lacre.cli.conform.sender;

import org.jspecify.annotations.NullMarked;
