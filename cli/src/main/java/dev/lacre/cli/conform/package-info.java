/** The engines behind {@code lacre conform}: they play the other side and judge what they see. */
@NullMarked
package dev.lacre.cli.conform;

import org.jspecify.annotations.NullMarked;
