/**
 * The keys of hosts: which are known, from where, and where a new one is written.
 *
 * <p>{@link KnownHosts} does not build on MINA's {@code KnownHostEntry}, tried with 2.20: an entry does not say in which file and line
 * it stands, which messages about a changed or revoked key need, and only the twenty lines that take a line apart would go. MINA's
 * verifier of known hosts judges by its own rules where OpenSSH's depend on the types of keys that were asked for.
 */
@NullMarked
package pipeline.remote.hostkey;

import org.jspecify.annotations.NullMarked;
