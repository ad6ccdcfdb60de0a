package dev.sendpost.api;

import java.time.temporal.Temporal;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.api.ApiProblem.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of one API, whatever the application does with JSON of its own. It takes
 * nothing for what it is not: a field that is not known, is there twice or is of another
 * type is a problem that names it, and so is a null in a list or a map.
 */
public final class ApiJson {

	/** How deep objects and lists may be in each other. */
	private static final int MAX_DEPTH = 50;

	private final JsonMapper mapper;

	/**
	 * Create it.
	 * @param names how fields are called, or {@code null} for the names of the types
	 * @param maxBodySize how many octets a body may have
	 */
	public ApiJson(@Nullable PropertyNamingStrategy names, int maxBodySize) {
		StreamReadConstraints constraints = StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxStringLength(maxBodySize)
			.maxNameLength(1000)
			.build();
		JsonMapper.Builder builder = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(constraints)
				.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
				.build())
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.changeDefaultNullHandling((nulls) -> nulls.withContentNulls(Nulls.FAIL))
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.withCoercionConfig(LogicalType.Textual,
					(config) -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
		if (names != null) {
			builder.propertyNamingStrategy(names);
		}
		this.mapper = builder.build();
	}

	/**
	 * Read a body.
	 * @throws ApiProblem if it is not JSON, or not of that form
	 */
	<T> T read(byte[] body, Class<T> type) {
		try {
			@Nullable T value = this.mapper.readValue(body, type);
			if (value == null) {
				throw ApiProblem.of(Kind.MALFORMED, "the body must be a JSON object");
			}
			return value;
		}
		catch (UnrecognizedPropertyException ex) {
			throw ApiProblem.invalid(path(ex), "is not known here");
		}
		catch (ValueInstantiationException ex) {
			if (ex.getCause() instanceof ApiProblem problem) {
				throw problem;
			}
			throw ApiProblem.invalid(path(ex), "is not allowed");
		}
		catch (StreamConstraintsException ex) {
			throw ApiProblem.of(Kind.MALFORMED,
					"the body is nested more than " + MAX_DEPTH + " deep, or has a name or a number that is too long");
		}
		catch (MismatchedInputException ex) {
			throw ApiProblem.invalid(path(ex), "must be " + expected(ex));
		}
		catch (StreamReadException ex) {
			throw malformed(ex);
		}
		catch (DatabindException ex) {
			throw (ex.getCause() instanceof JacksonException cause) ? malformed(cause)
					: ApiProblem.invalid(path(ex), "is not allowed");
		}
		catch (JacksonException ex) {
			throw malformed(ex);
		}
	}

	private static ApiProblem malformed(JacksonException ex) {
		String place = (ex.getLocation() != null)
				? " in line " + ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() : "";
		return ApiProblem.of(Kind.MALFORMED, "the body is not JSON: see" + ((place.isEmpty()) ? " its end" : place));
	}

	/**
	 * The field, as in {@code emails[2].to}.
	 */
	private static String path(DatabindException ex) {
		String path = ex.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? "." + step.getPropertyName()
					: "[" + step.getIndex() + "]")
			.collect(Collectors.joining());
		String field = path.startsWith(".") ? path.substring(1) : path;
		return field.isEmpty() ? "body" : Printable.shortened(field);
	}

	private static String expected(MismatchedInputException ex) {
		Class<?> type = ex.getTargetType();
		if (type == null) {
			return "of another type";
		}
		if (type == String.class) {
			return "a string";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
			return "a number";
		}
		if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
			return "a list";
		}
		if (type.isEnum()) {
			return "one of the values that are known";
		}
		return Temporal.class.isAssignableFrom(type) ? "a time such as 2026-01-31T12:00:00Z" : "an object";
	}

	byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

}
