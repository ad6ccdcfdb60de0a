package dev.sendpost.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the doors by which other programs hand over mail.
 *
 * @param basePath Path that comes before those of the served APIs. By default there is
 * none.
 * @param maxBodySize Largest body that is accepted by the HTTP doors.
 * @param cors What pages of other origins may do.
 * @param emailApi The door that serves the Email API.
 * @param sendry The door that serves the API of Sendry.
 * @param sendtrue The door that serves the API of SendTrue.
 */
@ConfigurationProperties("sendpost.doors")
record DoorProperties(@DefaultValue("") String basePath, @DefaultValue("30MB") DataSize maxBodySize,
		@DefaultValue Cors cors, @DefaultValue Door emailApi, @DefaultValue Door sendry, @DefaultValue Door sendtrue) {

	/**
	 * The names of the doors that are enabled, as properties and paths have them.
	 */
	List<String> enabled() {
		return Arrays.stream(DoorProperties.class.getRecordComponents())
			.filter((component) -> component.getType() == Door.class && door(component).enabled())
			.map(UnknownProperties::dashed)
			.toList();
	}

	private Door door(RecordComponent component) {
		Method accessor = component.getAccessor();
		ReflectionUtils.makeAccessible(accessor);
		return (Door) Objects.requireNonNull(ReflectionUtils.invokeMethod(accessor, this));
	}

	/**
	 * What pages of other origins may do.
	 *
	 * @param allowedOrigins Origins whose pages may call the HTTP doors. By default none.
	 */
	record Cors(@DefaultValue List<String> allowedOrigins) {

	}

	/**
	 * A door.
	 *
	 * @param enabled Whether the API is served.
	 */
	record Door(@DefaultValue("false") boolean enabled) {

	}

}
