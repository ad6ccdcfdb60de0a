package dev.sendpost.testdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shared library for Linux on amd64 whose functions do nothing but answer -1. It lets a
 * program be loaded that can do without a library but is linked to it. Immutable.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">System V
 * ABI: object files</a>
 */
final class StandInLibrary {

	/**
	 * {@code mov rax, -1; ret}.
	 */
	private static final byte[] FAIL = { 0x48, (byte) 0xc7, (byte) 0xc0, (byte) 0xff, (byte) 0xff, (byte) 0xff,
			(byte) 0xff, (byte) 0xc3 };

	private static final int PAGE = 4096;

	private static final int SEGMENTS = 4;

	private static final int CODE = 64 + SEGMENTS * 56;

	private static final int POINTERS = PAGE;

	private static final int DYNAMIC = PAGE + 256;

	private final String name;

	private final List<Symbol> symbols;

	private StandInLibrary(String name, List<Symbol> symbols) {
		this.name = name;
		this.symbols = symbols;
	}

	/**
	 * A library without content.
	 * @param name its file name, by which programs ask for it
	 * @return the library
	 */
	static StandInLibrary named(String name) {
		return new StandInLibrary(name, List.of());
	}

	/**
	 * Add a function that fails.
	 * @param symbol its name
	 * @param version the version of the symbol
	 * @return a library with the function
	 */
	StandInLibrary function(String symbol, String version) {
		return with(new Symbol(symbol, version, 0x12, CODE, FAIL.length));
	}

	/**
	 * Add a variable that is a null pointer.
	 * @param symbol its name
	 * @param version the version of the symbol
	 * @return a library with the variable
	 */
	StandInLibrary pointer(String symbol, String version) {
		return with(new Symbol(symbol, version, 0x11, POINTERS, 8));
	}

	private StandInLibrary with(Symbol symbol) {
		List<Symbol> added = new ArrayList<>(this.symbols);
		added.add(symbol);
		return new StandInLibrary(this.name, List.copyOf(added));
	}

	/**
	 * Write the library.
	 * @param directory where to
	 * @throws IOException if that fails
	 */
	void writeTo(Path directory) throws IOException {
		Files.write(directory.resolve(this.name), new Image().bytes());
	}

	private record Symbol(String name, String version, int type, int address, int size) {

	}

	/**
	 * A page to read and execute (header, code and tables) and one to write (pointers and
	 * the dynamic section, which the loader fills in).
	 */
	private final class Image {

		private final ByteBuffer file = ByteBuffer.allocate(2 * PAGE).order(ByteOrder.LITTLE_ENDIAN);

		private final ByteBuffer strings = ByteBuffer.allocate(1024);

		byte[] bytes() {
			List<String> versions = StandInLibrary.this.symbols.stream().map(Symbol::version).distinct().toList();
			this.strings.put((byte) 0);
			int soname = string(StandInLibrary.this.name);
			header();
			this.file.put(FAIL);
			align();
			int symbolTable = symbolTable();
			int hashTable = hashTable();
			int symbolVersions = symbolVersions(versions);
			int definitions = definitions(versions);
			int stringTable = this.file.position();
			this.file.put(this.strings.flip());
			this.file.position(DYNAMIC);
			dynamic(14, soname);
			dynamic(4, hashTable);
			dynamic(5, stringTable);
			dynamic(10, this.strings.limit());
			dynamic(6, symbolTable);
			dynamic(11, 24);
			dynamic(0x6ffffff0L, symbolVersions);
			dynamic(0x6ffffffcL, definitions);
			dynamic(0x6ffffffdL, versions.size() + 1);
			dynamic(0, 0);
			return this.file.array();
		}

		private void header() {
			this.file.put(new byte[] { 0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
			this.file.putShort((short) 3).putShort((short) 62).putInt(1);
			this.file.putLong(0).putLong(64).putLong(0).putInt(0);
			this.file.putShort((short) 64).putShort((short) 56).putShort((short) SEGMENTS);
			this.file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
			segment(1, 5, 0, PAGE);
			segment(1, 6, PAGE, PAGE);
			segment(2, 6, DYNAMIC, 2 * PAGE - DYNAMIC);
			segment(0x6474e551, 6, 0, 0);
		}

		private void segment(int type, int flags, long offset, long size) {
			this.file.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
			this.file.putLong(size).putLong(size).putLong((type == 1) ? PAGE : 8);
		}

		private int symbolTable() {
			int start = this.file.position();
			this.file.put(new byte[24]);
			for (Symbol symbol : StandInLibrary.this.symbols) {
				this.file.putInt(string(symbol.name())).put((byte) symbol.type()).put((byte) 0).putShort((short) 1);
				this.file.putLong(symbol.address()).putLong(symbol.size());
			}
			return start;
		}

		/**
		 * A single bucket, which chains all symbols.
		 */
		private int hashTable() {
			int start = this.file.position();
			int count = StandInLibrary.this.symbols.size();
			this.file.putInt(1).putInt(count + 1).putInt(1).putInt(0);
			for (int i = 1; i <= count; i++) {
				this.file.putInt((i < count) ? i + 1 : 0);
			}
			align();
			return start;
		}

		private int symbolVersions(List<String> versions) {
			int start = this.file.position();
			this.file.putShort((short) 0);
			for (Symbol symbol : StandInLibrary.this.symbols) {
				this.file.putShort((short) (versions.indexOf(symbol.version()) + 2));
			}
			align();
			return start;
		}

		/**
		 * The versions, after the library itself as the first.
		 */
		private int definitions(List<String> versions) {
			int start = this.file.position();
			definition(1, 1, StandInLibrary.this.name, versions.isEmpty());
			for (int i = 0; i < versions.size(); i++) {
				definition(0, i + 2, versions.get(i), i == versions.size() - 1);
			}
			return start;
		}

		private void definition(int flags, int index, String version, boolean last) {
			this.file.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
			this.file.putInt(hash(version)).putInt(20).putInt(last ? 0 : 28);
			this.file.putInt(string(version)).putInt(0);
		}

		private void dynamic(long tag, long value) {
			this.file.putLong(tag).putLong(value);
		}

		private int string(String value) {
			int start = this.strings.position();
			this.strings.put(value.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
			return start;
		}

		private void align() {
			this.file.position((this.file.position() + 7) & ~7);
		}

		private static int hash(String name) {
			int hash = 0;
			for (char character : name.toCharArray()) {
				hash = (hash << 4) + character;
				int high = hash & 0xf0000000;
				hash = (hash ^ (high >>> 24)) & ~high;
			}
			return hash;
		}

	}

}
