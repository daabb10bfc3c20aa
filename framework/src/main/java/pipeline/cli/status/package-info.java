/** What a person asks of a run from another terminal: how far it is, where it is slow, what went wrong. Everything is read from the job table. */
@NullMarked
package pipeline.cli.status;

import org.jspecify.annotations.NullMarked;
