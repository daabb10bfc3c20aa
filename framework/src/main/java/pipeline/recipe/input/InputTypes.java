package pipeline.recipe.input;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.config.DurationParser;
import pipeline.config.SizeFormat;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.spi.InputForm;
import pipeline.recipe.spi.InputForm.Place;
import pipeline.text.ShellQuoting;

/** The types that inputs may have. */
public final class InputTypes {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private InputTypes() {}

    /** A text, taken as it is. */
    public static InputType<String> text() {
        return InputType.of(InputForm.TEXT, text -> text);
    }

    /** A whole number from min to max, both included. */
    public static InputType<Long> whole(long min, long max) {
        boolean isAny = (min == Long.MIN_VALUE && max == Long.MAX_VALUE)
                || (min == Integer.MIN_VALUE && max == Integer.MAX_VALUE);
        String range = "a whole number from %d to %d".formatted(min, max);
        InputForm form = InputForm.of("N", isAny ? "a whole number" : range);
        return new InputType<>(
                form,
                text -> {
                    Long number = whole(text);
                    if (number == null || number < min || number > max) {
                        boolean isNumber = WHOLE.matcher(text).matches();
                        throw new BadInputException("must be %s, but was %s"
                                .formatted(isNumber ? range : form.wanted(), ShellQuoting.quote(text)));
                    }
                    return number;
                },
                String::valueOf);
    }

    private static @Nullable Long whole(String text) {
        try {
            return WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A number from min to max, both included. */
    public static InputType<Double> decimal(double min, double max) {
        boolean isAny = min == -Double.MAX_VALUE && max == Double.MAX_VALUE;
        String wanted = isAny ? "a number" : "a number from %s to %s".formatted(shown(min), shown(max));
        return InputType.<Double>of(InputForm.of("NUMBER", wanted), text -> {
                    if (!DECIMAL.matcher(text).matches()) {
                        return null;
                    }
                    double number = Double.parseDouble(text);
                    return number < min || number > max ? null : number;
                })
                .shownBy(InputTypes::shown);
    }

    private static String shown(double number) {
        boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return isWhole ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** True or false, for what is not typed as an option. */
    public static InputType<Boolean> flag() {
        return InputType.of(InputForm.FLAG, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> null;
        });
    }

    /** One of several words. */
    public static InputType<String> choice(List<String> words) {
        return InputType.words(words, text -> words.contains(text) ? text : null, word -> word);
    }

    /** One of the constants of an enum, in lower case with dashes. */
    public static <E extends Enum<E>> InputType<E> choice(Class<E> type) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(word(constant.name()), constant);
        }
        return InputType.words(
                List.copyOf(words.keySet()), text -> words.get(word(text)), constant -> word(constant.name()));
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A time above zero. */
    public static InputType<Duration> duration() {
        return InputType.<Duration>of(
                        InputForm.of("TIME", DurationParser.EXPECTED),
                        text -> DurationParser.parse(text).orElse(null))
                .shownBy(DurationParser::text);
    }

    /** A size above zero, in bytes. */
    public static InputType<Long> size() {
        return InputType.<Long>of(InputForm.of("SIZE", SizeFormat.EXPECTED), text -> {
                    OptionalLong bytes = SizeFormat.parse(text);
                    return bytes.isPresent() ? bytes.getAsLong() : null;
                })
                .shownBy(SizeFormat::of);
    }

    /** A day. */
    public static InputType<LocalDate> date() {
        return InputType.of(InputForm.of("DATE", "a date such as 2026-10-28"), text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        });
    }

    /** A point in time. */
    public static InputType<Instant> instant() {
        return InputType.of(
                InputForm.of("TIME", "a time such as 2026-10-28T14:14:18 (UTC) or 2026-10-28T15:14:18+01:00"),
                text -> UtcTime.parse(text).orElse(null));
    }

    /** The names of hosts, each once, in the order in which they are given. */
    public static InputType<List<String>> hosts() {
        InputForm form = InputForm.place(Place.HOSTS, "a host set such as lce[001-010],lce020");
        return new InputType<>(
                form,
                text -> {
                    try {
                        List<String> names = HostSet.parse(text).stream().toList();
                        if (!names.isEmpty()) {
                            return names;
                        }
                    } catch (HostSetException e) {
                        throw new BadInputException("must be %s: %s".formatted(form.wanted(), e.getMessage()));
                    }
                    throw new BadInputException("must name a host, but was " + ShellQuoting.quote(text));
                },
                HostSet::folded);
    }

    /** The name of a file or directory, whether it is there or not. */
    public static InputType<Path> path() {
        return InputType.of(InputForm.place(Place.FILE, "the name of a file"), MasterPlace::path);
    }

    /** A file of the master that can be read. */
    public static InputType<Path> file() {
        return place(Place.FILE, "a file that is there", MasterPlace::readable);
    }

    /** A file or a directory of the master. */
    public static InputType<Path> existing() {
        return place(Place.FILE, "a file or directory that is there", MasterPlace::existing);
    }

    /** A directory of the master. */
    public static InputType<Path> directory() {
        return place(Place.DIRECTORY, "a directory that is there", MasterPlace::directory);
    }

    /** A file of the master that can be written. */
    public static InputType<Path> outputFile() {
        return place(Place.FILE, "a file that can be written", MasterPlace::writable);
    }

    /** A directory of the master that is there or can be made. */
    public static InputType<Path> outputDirectory() {
        return place(Place.DIRECTORY, "a directory that is there or can be made", MasterPlace::makeable);
    }

    /** A program of the master. */
    public static InputType<Path> executable() {
        return place(Place.FILE, "a file that can be executed", MasterPlace::executable);
    }

    private static InputType<Path> place(Place place, String wanted, MasterPlace.Check check) {
        return new InputType<>(
                InputForm.place(place, wanted),
                text -> {
                    Path path = MasterPlace.path(text);
                    String fault = path == null ? "was " + ShellQuoting.quote(text) : check.fault(path);
                    if (path == null || fault != null) {
                        throw new BadInputException("must be %s, but %s".formatted(wanted, fault));
                    }
                    return path;
                },
                Path::toString);
    }

    /** The name of a place on the nodes, which is looked at there. */
    public static InputType<String> onNodes(Place place) {
        String wanted = switch (place) {
            case NODE_DIRECTORY -> "a directory of the hosts";
            case NODE_EXECUTABLE -> "a program of the hosts";
            default -> "a file of the hosts";
        };
        return InputType.of(
                InputForm.place(place, wanted), text -> text.isEmpty() || text.indexOf('\0') >= 0 ? null : text);
    }

    /** A mapfile with something to do. */
    public static InputType<Mapfile.Loaded> mapfile() {
        return new InputType<>(
                InputForm.place(Place.FILE, "a mapfile").withPlaceholder("MAPFILE"),
                text -> {
                    Path path = MasterPlace.path(text);
                    if (path == null) {
                        throw new BadInputException("must be a mapfile, but was " + ShellQuoting.quote(text));
                    }
                    try {
                        return Mapfile.load(path);
                    } catch (MapfileException e) {
                        throw new BadInputException("must be a mapfile with work in it: " + e.getMessage()
                                + MasterPlace.hintIfMissing(path));
                    }
                },
                loaded -> "");
    }
}
