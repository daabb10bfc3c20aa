package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random maps with the worst names that a file can have. */
final class HostileMaps {

    private static final String[] PARTS = {
        "'",
        "\"",
        "'''",
        "\"\"\"",
        "\\",
        "\n",
        "\r",
        "\r\n",
        "\t",
        " ",
        ",",
        "[",
        "]",
        "[1-3]",
        "{",
        "}",
        "(",
        ")",
        "#",
        "=",
        ":",
        "%",
        "$(x)",
        "`",
        "*",
        "-",
        "--",
        "~",
        ".",
        "/",
        "//",
        "\u0001",
        "\u001b[0m",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u200d",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\ud83d\ude00",
        "\udb40\udc01",
        "\udbff\udfff",
        "e\u0301",
        "\u00e9",
        "\u6f22",
        "\\n",
        "\\x41",
        "\\u0041",
        "u'",
        "r\"",
        "b'",
        "None",
        "True",
        "true",
        "a",
        "SB000.MS",
        "data"
    };

    private HostileMaps() {}

    /** Returns a map that the form may hold, names aside. */
    static DataMap map(Random random, MapfileForm form) {
        List<MapEntry> entries = new ArrayList<>();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            boolean pairs = form == MapfileForm.PARSET || form == MapfileForm.TUPLES;
            boolean single = pairs || form == MapfileForm.DICTS;
            // hosts in order: a parset wants those of one host together
            String host = pairs && random.nextBoolean() ? "node" + i / 2 : "h" + i + "," + i + "&@[\u00e9";
            boolean skip = !pairs && random.nextBoolean();
            List<String> files = new ArrayList<>();
            List<Boolean> fileSkips = new ArrayList<>();
            int count = single ? 1 : 1 + random.nextInt(3);
            for (int n = 0; n < count; n++) {
                files.add(name(random));
                fileSkips.add(single ? skip : random.nextBoolean());
            }
            entries.add(MapEntry.of(host, files, skip, fileSkips));
        }
        return DataMap.of(entries);
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            name.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return name.toString();
    }
}
