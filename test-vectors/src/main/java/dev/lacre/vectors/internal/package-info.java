/** What the runners share and users need not see. */
@NullMarked
package dev.lacre.vectors.internal;

import org.jspecify.annotations.NullMarked;
