package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import pipeline.hostset.BracketPattern;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.parset.Assignment;
import pipeline.parset.ParsetException;
import pipeline.parset.ParsetReader;
import pipeline.parset.ParsetValue;
import pipeline.parset.SourceText;

/**
 * Reads the parset form: {@code host = [ file, file ]}. A host that comes twice goes on where it comes; number ranges in
 * brackets stand for several hosts or files unless they are in quotes.
 */
final class ParsetMapReader {

    private static final int MOST_ENTRIES = 10_000_000;

    /** A blank, a word and an equals sign: another assignment, as far as can be seen. */
    private static final Pattern ASSIGNMENT_INSIDE = Pattern.compile("\\s\\S+\\s*=");

    private static final Pattern PLAIN_HOST = Pattern.compile("[A-Za-z0-9._/*?-]+");

    private final SourceText source;
    private final MapBuilder map;
    /** How many names the brackets have stood for so far. */
    private long expanded;

    ParsetMapReader(SourceText source, MapBuilder map) {
        this.source = source;
        this.map = map;
    }

    /** Reads to the end of the text. */
    MapfileForm read() throws MapfileException {
        try {
            ParsetReader reader = new ParsetReader(source);
            for (Optional<Assignment> next = reader.next(); next.isPresent(); next = reader.next()) {
                add(next.get());
            }
        } catch (ParsetException e) {
            throw MapfileException.of(e);
        }
        return MapfileForm.PARSET;
    }

    private void add(Assignment assignment) throws MapfileException {
        ParsetValue.Text key = assignment.key();
        map.begin(key.offset());
        List<String> hosts = hosts(key);
        List<String> files = files(assignment.value());
        if ((long) hosts.size() * files.size() + map.size() > MOST_ENTRIES) {
            throw map.error(
                    key.offset(),
                    hosts.size() + " hosts with " + files.size() + " files each, expected at most " + MOST_ENTRIES
                            + " entries in a map; a list in JSON or Python may be longer");
        }
        for (String host : hosts) {
            for (String file : files) {
                map.add(host, file);
            }
        }
    }

    private List<String> hosts(ParsetValue.Text key) throws MapfileException {
        if (key.quoted() || PLAIN_HOST.matcher(key.text()).matches()) {
            return List.of(map.host(key.text(), key.offset()));
        }
        try {
            List<String> hosts = new ArrayList<>();
            HostSet set = HostSet.parse(key.text());
            count(set.size(), key);
            for (String host : set) {
                hosts.add(map.host(host, key.offset()));
            }
            return hosts;
        } catch (HostSetException e) {
            throw misfolded(key, e, "several hosts are written as in node[01-10],other");
        }
    }

    private List<String> files(ParsetValue value) throws MapfileException {
        List<String> files = new ArrayList<>();
        if (value instanceof ParsetValue.ListValue vector) {
            for (ParsetValue item : vector.items()) {
                if (!(item instanceof ParsetValue.Text text)) {
                    throw map.error(
                            item.offset(),
                            "brackets inside a list, expected the name of a file; quote a name that begins with a"
                                    + " bracket");
                }
                addFiles(text, files);
            }
        } else if (value instanceof ParsetValue.Text text) {
            refuseSeveral(text);
            addFiles(text, files);
        } else {
            throw map.error(
                    value.offset(), "a record, expected [ file, file ]; quote a name that begins with a bracket");
        }
        return files;
    }

    /** A value without brackets is one file; what looks like more than one is not guessed at. */
    private void refuseSeveral(ParsetValue.Text text) throws MapfileException {
        if (text.quoted()) {
            return;
        }
        if (text.text().isEmpty()) {
            throw map.error(text.offset(), "no value, expected [ file, file ], or [ ] for a host without files");
        }
        if (text.text().indexOf(',') >= 0 && !isInBrackets(text.text())) {
            throw map.error(
                    text.offset(), "a comma, expected [ ] around several files, or quotes around a name with a comma");
        }
        if (ASSIGNMENT_INSIDE.matcher(text.text()).find()) {
            throw map.error(
                    text.offset(),
                    "an '=' after a blank, expected [ ] around the files of each host if another host follows on the"
                            + " line, or quotes around a name with '='");
        }
    }

    private static int firstOf(String characters, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether every comma belongs to a number range, as in {@code SB[001,003]}. */
    private static boolean isInBrackets(String text) {
        return text.replaceAll("\\[[^\\]]*\\]", "").indexOf(',') < 0;
    }

    private void addFiles(ParsetValue.Text text, List<String> files) throws MapfileException {
        int pattern = text.quoted() ? -1 : firstOf("*?", text.text());
        if (pattern >= 0) {
            throw map.error(
                    text.offset() + pattern,
                    "a '" + text.text().charAt(pattern)
                            + "', and patterns are not replaced here; find the files with pipeline mapfile scan HOSTSET GLOB, write the name"
                            + " of each, or put quotes around a name that has it");
        }
        if (text.quoted() || text.text().indexOf('[') < 0) {
            files.add(map.file(text.text(), text.offset()));
            return;
        }
        try {
            List<String> names = BracketPattern.expand(text.text());
            count(names.size(), text);
            for (String file : names) {
                files.add(map.file(file, text.offset()));
            }
        } catch (HostSetException e) {
            throw misfolded(text, e, "a name with brackets of its own needs quotes");
        }
    }

    private void count(int names, ParsetValue.Text text) throws MapfileException {
        expanded += names;
        if (expanded > MOST_ENTRIES) {
            throw map.error(
                    text.offset(),
                    "the brackets of this map stand for more than " + MOST_ENTRIES + " names together, expected fewer");
        }
    }

    private MapfileException misfolded(ParsetValue.Text text, HostSetException e, String advice) {
        return map.error(text.offset() + e.column() - 1, e.problem() + "; " + advice);
    }
}
