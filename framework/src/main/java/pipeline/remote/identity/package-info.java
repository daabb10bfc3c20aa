/**
 * The user's keys: from files and from the agent.
 *
 * <p>{@link SshAgentClient} does not build on MINA's {@code AbstractAgentProxy}, tried with 2.20: that one takes a signature by another
 * algorithm than it asked for ({@code ssh-rsa} for {@code rsa-sha2-512}), which servers refuse without a reason; and what is most of
 * the class, the socket and the time limit of a question, it leaves to others.
 */
@NullMarked
package pipeline.remote.identity;

import org.jspecify.annotations.NullMarked;
