/** The ancestor's key = value files: parameter sets, cluster descriptions, the oldest mapfiles. */
@NullMarked
package pipeline.parset;

import org.jspecify.annotations.NullMarked;
