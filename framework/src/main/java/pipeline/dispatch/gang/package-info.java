/** What the jobs of a gang that runs have in common: when they begin, and the messages that they exchange. */
@NullMarked
package pipeline.dispatch.gang;

import org.jspecify.annotations.NullMarked;
