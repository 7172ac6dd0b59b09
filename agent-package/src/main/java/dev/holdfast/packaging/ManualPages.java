package dev.holdfast.packaging;

import dev.holdfast.agent.command.HoldfastAgent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual pages, from what {@code --help} says: one page for the agent and one for each command. */
final class ManualPages {
    private static final String SECTION = "1";

    private ManualPages() {}

    /** Adds the pages to a package. */
    static void addTo(FileTree tree, String version, String date) {
        CommandLine agent = HoldfastAgent.commandLine();
        tree.addCompressed("usr/share/man/man1/holdfast-agent.1", page(agent, version, date));
        for (Map.Entry<String, CommandLine> command : agent.getSubcommands().entrySet()) {
            if (!command.getValue().getCommandSpec().usageMessage().hidden()) {
                tree.addCompressed(
                        "usr/share/man/man1/holdfast-agent-" + command.getKey() + ".1",
                        page(command.getValue(), version, date));
            }
        }
    }

    static String page(CommandLine line, String version, String date) {
        CommandSpec command = line.getCommandSpec();
        String name = command.qualifiedName("-");
        StringBuilder page = new StringBuilder();
        page.append(".TH \"")
                .append(name.toUpperCase(Locale.ROOT))
                .append("\" \"")
                .append(SECTION)
                .append("\" \"");
        page.append(date).append("\" \"Holdfast ").append(version).append("\" \"Holdfast\"\n.nh\n.ad l\n");
        section(page, "NAME");
        page.append(text(name))
                .append(" \\- ")
                .append(text(firstSentence(command)))
                .append('\n');
        section(page, "SYNOPSIS");
        page.append(text(synopsis(line))).append('\n');
        section(page, "DESCRIPTION");
        page.append(text(description(command))).append('\n');
        section(page, "OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                page.append(".TP\n\\fB");
                page.append(text(String.join(", ", option.names()))).append("\\fR");
                if (option.arity().max() > 0) {
                    page.append("=\\fI").append(text(option.paramLabel())).append("\\fR");
                }
                page.append('\n').append(text(described(option))).append('\n');
            }
        }
        if (!line.getSubcommands().isEmpty()) {
            section(page, "COMMANDS");
            line.getSubcommands()
                    .forEach((word, sub) -> page.append(".TP\n\\fB")
                            .append(text(word))
                            .append("\\fR\n")
                            .append(text(description(sub.getCommandSpec())))
                            .append(" See \\fB")
                            .append(text(sub.getCommandSpec().qualifiedName("-")))
                            .append("\\fR(1).\n"));
        }
        section(page, "EXIT STATUS");
        command.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> page.append(".TP\n\\fB")
                        .append(text(code))
                        .append("\\fR\n")
                        .append(text(meaning))
                        .append('\n'));
        section(page, "FILES");
        page.append(".TP\n\\fI/etc/holdfast/agent.conf\\fR\nWhat goes for every user of this machine.\n");
        page.append(".TP\n\\fI~/.local/state/holdfast\\fR\nKeys and tokens of one user; nobody else may read it.\n");
        section(page, "SEE ALSO");
        page.append(
                line.getParent() == null
                        ? "The guide for fleets in \\fI/usr/share/doc/holdfast\\-agent\\fR.\n"
                        : "\\fBholdfast\\-agent\\fR(1)\n");
        return page.toString();
    }

    private static void section(StringBuilder page, String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private static String synopsis(CommandLine line) {
        return line.getHelp().abbreviatedSynopsis().isEmpty()
                ? ""
                : Ansi.OFF
                        .string(line.getHelp().synopsis(0))
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    private static String firstSentence(CommandSpec command) {
        String all = description(command);
        int end = all.indexOf(". ");
        String first = end < 0 ? all.replaceFirst("\\.$", "") : all.substring(0, end);
        return Character.toLowerCase(first.charAt(0)) + first.substring(1);
    }

    private static String description(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        return lines(usage.description());
    }

    private static String described(OptionSpec option) {
        return lines(option.description()).replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
    }

    private static String lines(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.replace("%n", " ").replace("%%", "%"))
                .collect(Collectors.joining(" "))
                .strip();
    }

    /** A text in which troff sees nothing of its own. */
    private static String text(String plain) {
        String safe = plain.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
