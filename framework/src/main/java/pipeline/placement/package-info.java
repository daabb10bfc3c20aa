/** Spreads files of the master over hosts by a rule, and copies them to where the rule puts them. */
@NullMarked
package pipeline.placement;

import org.jspecify.annotations.NullMarked;
