// Reads an iCalendar from standard input with ical.js and tells as JSON what a calendar programme would show.
import ICAL from 'ical.js';

let text = '';
for await (const piece of process.stdin) text += piece;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
const told = calendar.getAllSubcomponents('vevent').map((part) => {
  const event = new ICAL.Event(part, { strictExceptions: true });
  return {
    uid: event.uid, summary: event.summary, location: event.location ?? '', sequence: event.sequence ?? 0,
    wholeDays: event.startDate.isDate, start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
    end: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
    status: part.getFirstPropertyValue('status'), url: part.getFirstPropertyValue('url') ?? '', stamp: part.getFirstPropertyValue('dtstamp')?.toJSDate().toISOString() ?? '',
  };
});
process.stdout.write(JSON.stringify({ version: calendar.getFirstPropertyValue('version'), product: calendar.getFirstPropertyValue('prodid'), name: calendar.getFirstPropertyValue('x-wr-calname'), events: told }));
