/** Runs recipes: passes on their jobs, keeps count of their outcomes, reads and writes their maps. */
@NullMarked
package pipeline.recipe.run;

import org.jspecify.annotations.NullMarked;
