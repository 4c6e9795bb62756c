// Reads a calendar from standard input with ical.js and prints its events as JSON.
// Zones come from the file alone: ical.js knows none by itself.
import { text } from "node:stream/consumers";
import ICAL from "ical.js";

const moment = (time) =>
  time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();

const calendar = new ICAL.Component(ICAL.parse(await text(process.stdin)));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location ?? "",
    start: moment(event.startDate),
    end: moment(event.endDate),
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
});
process.stdout.write(JSON.stringify(events));
