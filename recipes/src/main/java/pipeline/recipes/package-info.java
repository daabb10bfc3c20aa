/** Master recipes that come with Pipeline, one class each. */
@NullMarked
package pipeline.recipes;

import org.jspecify.annotations.NullMarked;
