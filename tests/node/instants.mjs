// Reads an iCalendar file from standard input with ical.js, and prints when its events begin and end, in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of root.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const instants = root.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return [event.summary, event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString()];
});
console.log(JSON.stringify(instants));
