/**
 * What an application declares of its authentication at {@code /.well-known/opendelivery}: {@link
 * dev.lacre.verifier.discovery.DiscoveryDeclaration}, made from what the filter enforces, or read
 * from the other side. A declaration is data: nothing that verifies takes one, so none can switch a
 * check off.
 */
@NullMarked
package dev.lacre.verifier.discovery;

import org.jspecify.annotations.NullMarked;
