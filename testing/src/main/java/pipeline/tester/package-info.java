/** Tests of recipes: runs a recipe as the command does, on hosts of the mini cluster that fail as a test wants it. */
@NullMarked
package pipeline.tester;

import org.jspecify.annotations.NullMarked;
