/** What a person asks of one job from another terminal: what it prints, and why it runs, failed or does not run. */
@NullMarked
package pipeline.cli.inspect;

import org.jspecify.annotations.NullMarked;
