/** Sets of host names in ClusterShell's syntax: parse, fold, union, difference, groups. */
@NullMarked
package pipeline.hostset;

import org.jspecify.annotations.NullMarked;
