package pipeline.recipe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the command line's help says about a recipe.
 *
 * <pre>{@code
 * @Description(
 *         value = "Counts the lines of every file of a map.",
 *         arguments = "MAPFILE",
 *         example = "--mini-cluster first.mapfile",
 *         exampleMap = "localhost = [ /etc/passwd ]")
 * public final class CountLines extends Recipe {
 *     @Override
 *     protected int run() throws Exception {
 *         return mapfile(0).active().size();
 *     }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Description {

    /** One line: what the recipe does. */
    String value();

    /**
     * The positional arguments as the usage line shows them, such as {@code MAPFILE [COMMAND...]}. Where {@code --} is one of
     * them, it has to be typed: what follows it may look like options and is left alone.
     */
    String arguments() default "[ARGUMENT...]";

    /** More lines for the recipe's own help. */
    String[] details() default {};

    /** The words after {@code RECIPE -j JOB} of an example that works; the map in it is {@code first.mapfile}. */
    String example() default "";

    /** What stands in the map of the example, which help shows how to make; empty if the example needs none. */
    String exampleMap() default "";
}
