/** What a recipe author writes against: inputs, mapfile to jobs, outcomes to the next mapfile. */
@NullMarked
package pipeline.recipe;

import org.jspecify.annotations.NullMarked;
