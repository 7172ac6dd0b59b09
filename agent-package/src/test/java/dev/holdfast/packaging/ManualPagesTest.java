package dev.holdfast.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.command.HoldfastAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManualPagesTest {
    @Test
    @DisplayName("The agent and every command of it have a page")
    void pages() {
        FileTree tree = new FileTree();
        ManualPages.addTo(tree, "1", "2026-11-22");
        assertThat(tree.entries()).containsKey("usr/share/man/man1/holdfast-agent.1.gz");
        for (String command : HoldfastAgent.commandLine().getSubcommands().keySet()) {
            assertThat(tree.entries()).containsKey("usr/share/man/man1/holdfast-agent-" + command + ".1.gz");
        }
    }

    @Test
    @DisplayName("Every option and exit code stands in the page, with hyphens that can be copied")
    void content() {
        for (Map.Entry<String, CommandLine> command :
                HoldfastAgent.commandLine().getSubcommands().entrySet()) {
            String page = ManualPages.page(command.getValue(), "1", "2026-11-22");
            command.getValue()
                    .getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(page)
                            .as(command.getKey())
                            .contains(option.longestName().replace("-", "\\-")));
            assertThat(page).contains(".SH EXIT STATUS", "refused or failed");
            assertThat(page.lines().filter(line -> line.startsWith("'"))).isEmpty();
        }
    }
}
