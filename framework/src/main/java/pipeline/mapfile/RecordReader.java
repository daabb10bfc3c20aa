package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.literal.LiteralToken;
import pipeline.parset.SourceText;
import pipeline.text.InvisibleCharacters;

/** Reads the forms that are made of records: pairs of host and file, or dicts with names for both. */
final class RecordReader {

    private static final String KNOWN_KEYS = "the keys are host, file, skip and file_skip";

    private final SourceText source;
    private final Tokens tokens;
    private final MapBuilder map;
    private boolean lines;
    private boolean dicts;
    private boolean lists;

    RecordReader(SourceText source, Tokens tokens, MapBuilder map) {
        this.source = source;
        this.tokens = tokens;
        this.map = map;
    }

    /** Reads to the end of the text, and returns its form. */
    MapfileForm read() throws MapfileException {
        LiteralToken first = tokens.next();
        lines = first == LiteralToken.DICT && tokens instanceof JsonTokens;
        if (lines) {
            for (LiteralToken token = first; token != LiteralToken.END; token = tokens.next()) {
                record(token);
            }
            return form();
        }
        if (first != LiteralToken.LIST && first != LiteralToken.TUPLE) {
            throw error("expected a list of records, but found " + found(first)
                    + "; put [ before the first record and ]" + " after the last");
        }
        for (LiteralToken token = tokens.next(); token != LiteralToken.CLOSE; token = tokens.next()) {
            record(token);
        }
        if (tokens.next() != LiteralToken.END) {
            throw error("expected the end of the file after the list");
        }
        return form();
    }

    /** Returns the form that was read; the simplest that has all that was found. */
    private MapfileForm form() {
        if (tokens instanceof JsonTokens) {
            return lines ? MapfileForm.JSON_LINES : MapfileForm.JSON;
        }
        return lists ? MapfileForm.MULTI : dicts ? MapfileForm.DICTS : MapfileForm.TUPLES;
    }

    private void record(LiteralToken token) throws MapfileException {
        map.begin(tokens.offset());
        if (token == LiteralToken.DICT) {
            dict();
        } else if (token == LiteralToken.TUPLE || (token == LiteralToken.LIST && !lines)) {
            pair();
        } else {
            throw error("expected a record of host and file, but found " + found(token));
        }
    }

    private void pair() throws MapfileException {
        String host = host(tokens.next());
        String file = file(tokens.next());
        LiteralToken end = tokens.next();
        if (end != LiteralToken.CLOSE) {
            throw error("expected the end of this pair of host and file, but found " + found(end)
                    + "; skip flags need records with names for host, file and skip");
        }
        map.add(host, file);
    }

    private void dict() throws MapfileException {
        dicts = true;
        int start = tokens.offset();
        RecordFields fields = new RecordFields();
        for (LiteralToken key = tokens.next(); key != LiteralToken.CLOSE; key = tokens.next()) {
            field(key, fields);
        }
        fields.addTo(map, start);
    }

    private void field(LiteralToken key, RecordFields fields) throws MapfileException {
        int offset = tokens.offset();
        String name = key == LiteralToken.TEXT ? tokens.text() : "";
        switch (name) {
            case "host" -> {
                refuseTwice(fields.host, name, offset);
                fields.host = host(tokens.next());
            }
            case "file" -> {
                refuseTwice(fields.files, name, offset);
                fields.files = files(tokens.next());
            }
            case "skip" -> {
                refuseTwice(fields.skip, name, offset);
                fields.skip = truth(tokens.next(), name);
            }
            case "file_skip" -> {
                refuseTwice(fields.fileSkips, name, offset);
                fields.fileSkipsOffset = offset;
                fields.fileSkips = truths(tokens.next());
                lists = true;
            }
            default ->
                throw error(
                        key == LiteralToken.TEXT
                                ? "unknown key " + FileNames.quoted(name) + ", " + KNOWN_KEYS
                                : "expected a key, but found " + found(key) + "; " + KNOWN_KEYS);
        }
    }

    private String host(LiteralToken token) throws MapfileException {
        if (token != LiteralToken.TEXT) {
            throw error("expected a host's name in quotes, but found " + found(token));
        }
        return map.host(tokens.text(), tokens.offset());
    }

    private String file(LiteralToken token) throws MapfileException {
        if (token != LiteralToken.TEXT) {
            throw error("expected a file's name in quotes, but found " + found(token));
        }
        return checked(tokens.text());
    }

    /** The names of files are many: their place is looked up only if one of them is wrong. */
    private String checked(String name) throws MapfileException {
        boolean isDoubtful = FileNames.wrongFile(name) != null
                || InvisibleCharacters.firstMistaken(name).isPresent();
        return isDoubtful ? map.file(name, tokens.offset()) : name;
    }

    private List<String> files(LiteralToken token) throws MapfileException {
        if (token == LiteralToken.TEXT && EmbeddedFileList.isList(tokens.text())) {
            lists = true;
            return EmbeddedFileList.files(source, tokens.offset(), tokens.text());
        }
        if (token != LiteralToken.LIST && token != LiteralToken.TUPLE) {
            return List.of(fileOrNumber(token));
        }
        lists = true;
        int start = tokens.offset();
        List<String> files = new ArrayList<>();
        for (LiteralToken next = tokens.next(); next != LiteralToken.CLOSE; next = tokens.next()) {
            files.add(fileOrNumber(next));
        }
        if (files.isEmpty()) {
            throw map.error(start, "expected at least one file in this list");
        }
        return List.copyOf(files);
    }

    /** Maps of job results hold one number for each entry where others hold a file. */
    private String fileOrNumber(LiteralToken token) throws MapfileException {
        return token == LiteralToken.NUMBER ? tokens.text() : file(token);
    }

    private boolean truth(LiteralToken token, String key) throws MapfileException {
        if (token != LiteralToken.TRUE && token != LiteralToken.FALSE) {
            throw error(key + " must be " + tokens.spelled(true) + " or " + tokens.spelled(false) + ", but found "
                    + found(token) + (token == LiteralToken.TEXT ? "; write it without quotes" : ""));
        }
        return token == LiteralToken.TRUE;
    }

    private List<Boolean> truths(LiteralToken token) throws MapfileException {
        if (token != LiteralToken.LIST && token != LiteralToken.TUPLE) {
            throw error("file_skip must be a list of " + tokens.spelled(true) + " and " + tokens.spelled(false)
                    + ", one for each file, but found " + found(token));
        }
        List<Boolean> truths = new ArrayList<>();
        for (LiteralToken next = tokens.next(); next != LiteralToken.CLOSE; next = tokens.next()) {
            truths.add(truth(next, "file_skip"));
        }
        return truths;
    }

    private void refuseTwice(@Nullable Object value, String name, int offset) throws MapfileException {
        if (value != null) {
            throw map.error(offset, "the key " + name + " comes twice in this record, expected it once");
        }
    }

    private String found(LiteralToken token) {
        return token == LiteralToken.TEXT
                ? "the text " + FileNames.quoted(tokens.text())
                : token == LiteralToken.NUMBER ? "the number " + tokens.text() : token.description();
    }

    private MapfileException error(String problem) {
        return map.error(tokens.offset(), problem);
    }
}
