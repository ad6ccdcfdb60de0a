package dev.sendpost.testdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerArchive}.
 */
class ServerArchiveTests {

	@Test
	void skipsTestsWhereTheClassPathHasNoServer() {
		assertThatExceptionOfType(TestAbortedException.class)
			.isThrownBy(() -> ServerArchive.find("AnySQL", "anysql.tar.gz"))
			.withMessageContaining("AnySQL cannot run here: no anysql.tar.gz on the class path");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void skipsTestsWhereTheServerLacksALibrary(@TempDir Path directory) throws IOException {
		Path program = Files.writeString(directory.resolve("anysqld"), """
				#!/bin/sh
				echo 'anysqld: error while loading shared libraries: libany.so.1' >&2
				exit 127
				""");
		program.toFile().setExecutable(true);
		ServerArchive archive = ServerArchive.find("AnySQL", "org/junit/jupiter/api/Test.class");
		assertThatExceptionOfType(TestAbortedException.class)
			.isThrownBy(() -> archive.assumeRuns(ProcessRights.OWN, program))
			.withMessageContaining("AnySQL cannot run here")
			.withMessageEndingWith("libany.so.1");
	}

}
