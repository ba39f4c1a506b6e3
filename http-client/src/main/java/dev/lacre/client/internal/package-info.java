/** What the modules of Lacre share and users must not see; it may change in any release. */
@NullMarked
package dev.lacre.client.internal;

import org.jspecify.annotations.NullMarked;
