// The live preview of templates and campaigns. Without it there is a button that shows what was typed.
(function () {
	"use strict";

	const form = document.getElementById("draft");
	const button = document.getElementById("show-preview");
	const frames = document.querySelector(".frames");
	const samples = form && form.elements.samples;
	const key = samples && "sendpost-samples-" + form.dataset.template + "-" + form.elements.language.value;
	let number = 0;

	if (!form) {
		return;
	}

	// Each preview is loaded behind the one before it: nothing flickers, the back button does not
	// go through previews, and a template with a mistake leaves the last good one standing.
	function show() {
		const frame = document.createElement("iframe");
		frame.className = "mail loading";
		frame.name = "preview-" + (++number);
		frame.title = "The message";
		frame.setAttribute("sandbox", "");
		frame.referrerPolicy = "no-referrer";
		frames.append(frame);
		frame.addEventListener("load", () => {
			frames.querySelectorAll("iframe").forEach((other) => {
				if (other !== frame && Number(other.name.split("-")[1] || 0) < Number(frame.name.split("-")[1])) {
					other.remove();
				}
			});
			frame.classList.remove("loading");
		});
		button.formTarget = frame.name;
		form.requestSubmit(button);
	}

	document.addEventListener("htmx:load", (event) => {
		if (event.detail.elt.id === "said" && event.detail.elt.dataset.right === "true" && changed) {
			show();
		}
	});

	let changed = false;
	form.addEventListener("input", () => {
		changed = true;
		if (samples) {
			sessionStorage.setItem(key, samples.value);
		}
	});
	document.querySelectorAll(".preview [form=draft]").forEach((field) => {
		field.addEventListener("input", () => { changed = true; });
	});

	// Sample values are kept until the window is closed.
	const kept = samples ? sessionStorage.getItem(key) : null;
	if (kept !== null && form.dataset.typed !== "true" && kept !== samples.value) {
		try {
			samples.value = JSON.stringify(Object.assign(JSON.parse(samples.value), JSON.parse(kept)), null, 2);
			samples.dispatchEvent(new Event("input", { bubbles: true }));
		}
		catch (ignored) {
			sessionStorage.removeItem(key);
		}
	}
	if (form.dataset.typed === "true" && document.getElementById("said").dataset.right === "true") {
		show();
	}
	button.hidden = true;

	const more = document.getElementById("more-variables");
	if (more) {
		more.hidden = false;
		more.addEventListener("click", () => {
			const rows = form.querySelector("table.inputs tbody");
			const row = rows.lastElementChild.cloneNode(true);
			const count = rows.children.length + 1;
			row.querySelectorAll("input, select").forEach((field) => {
				field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, count));
				if (field.tagName === "INPUT") {
					field.value = "";
				}
			});
			rows.append(row);
			row.querySelector("input").focus();
		});
	}
})();
