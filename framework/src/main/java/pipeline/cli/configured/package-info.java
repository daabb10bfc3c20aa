/** What commands take from the configuration: what holds for runs, groups of hosts, and the ways to the hosts. */
@NullMarked
package pipeline.cli.configured;

import org.jspecify.annotations.NullMarked;
