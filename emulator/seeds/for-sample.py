#!/usr/bin/env python3
"""Writes the seed that a sample of an official client needs, for craftgate-emulator --seed.

    for-sample.py CLIENT:SAMPLE > seed.json
    for-sample.py --options CLIENT:SAMPLE
    for-sample.py --list

official-samples.json has the records of every sample that needs some. A time such as "-6h" is that long from now, in
Turkey; "+1d" is that many days from now by this machine's clock, whose days the samples ask for; "today" is the date.
The keys are those of the samples, but for a sample that expects to be rejected. --options writes the command's other
options: the clock of a sample whose card has expired since.
"""
import datetime, json, pathlib, re, sys


def resolve(value, now):
    """Returns a value with its relative times as they are now."""
    if isinstance(value, dict):
        return {name: resolve(field, now) for name, field in value.items()}
    if isinstance(value, list):
        return [resolve(item, now) for item in value]
    if value == 'today':
        return now.date().isoformat()
    relative = re.fullmatch(r'([+-]\d+)([hd])', value) if isinstance(value, str) else None
    if relative and relative[2] == 'h':
        return written(now + datetime.timedelta(hours=int(relative[1])))
    if relative:
        return written(datetime.datetime.now() + datetime.timedelta(days=int(relative[1])))
    return value


def written(time):
    return time.replace(microsecond=0).isoformat()


def main():
    seeds = json.loads((pathlib.Path(__file__).parent / 'official-samples.json').read_text('utf-8'))['seeds']
    match sys.argv[1:]:
        case ['--list']:
            print('\n'.join(sorted(sample for seed in seeds for sample in seed['samples'])))
        case ['--options', sample]:
            clock = seed_of(sample, seeds).get('clock')
            print(f'--clock {clock}' if clock else '')
        case [sample]:
            json.dump(document(seed_of(sample, seeds)), sys.stdout, ensure_ascii=False, indent=1)
        case _:
            sys.exit(__doc__)


def seed_of(sample, seeds):
    return next((seed for seed in seeds if sample in seed['samples']), {})


def document(seed):
    """Returns the seed as craftgate-emulator reads it."""
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3))).replace(tzinfo=None)
    api_key, records = seed.get('apiKey', 'api-key'), seed.get('records', {})
    return {'merchants': [{'apiKey': api_key, 'secretKey': 'secret-key', 'records': resolve(records, now)}]}


if __name__ == '__main__':
    main()
