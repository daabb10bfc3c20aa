/** What a run is to do: what was typed, checked, and with it what the configuration says. */
@NullMarked
package pipeline.cli.plan;

import org.jspecify.annotations.NullMarked;
