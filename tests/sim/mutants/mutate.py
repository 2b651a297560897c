"""Takes one rule out of the journal: writes a copy of a source file with one exact edit.

mutate.py NAME SOURCE_ROOT OUT. A mutation whose text does not occur exactly once fails: it no
longer says anything about the code, and must be written anew.
"""

import pathlib
import sys

MUTANTS = {
    'accept_by_sequence': (
        'acceptor.cc',
        'if (!link || link->previous_hash != head_.hash) return {};',
        'if (!link || link->sequence <= head_.sequence) return {};'),
    'stop_on_a_gap': (
        'acceptor.cc',
        'if (!link || link->previous_hash != head_.hash) return {};',
        'if (!link) return {};\n'
        '  if (link->sequence > head_.sequence + 1) return {Verdict::kBroken, {}, "a gap"};\n'
        '  if (link->previous_hash != head_.hash) return {};'),
    'append_offset_untested': (
        'owner.cc',
        'if (report->offset != end_) return',
        'if (!report->offset) return'),
    'reports_of_any_generation': (
        'owner.cc',
        '    if (report->tag != tag) continue;  // of an abandoned append\n',
        ''),
    'no_compare_and_set': (
        'owner.cc',
        '{projected_, pending_->to,',
        '{ports_.view.Load({})->position, pending_->to,'),
    'no_tick': (
        'owner.cc',
        'if (ports_.clock.Monotonic() - last_tick_ >= settings_.tick_every) {',
        'if (ports_.clock.Monotonic() < last_tick_) {'),
    'ids_forgotten_by_the_clock': (
        'owner.cc',
        'ForgetOldOutcomes(head_.recorded_at, header.recorded_at, documents_);',
        'ForgetOldOutcomes(head_.recorded_at, ports_.clock.Now(), documents_);'),
    'evicted_before_projection': (
        'owner.cc',
        '  if (auto ended = ProjectPending()) return ended;\n'
        '  if (documents_.Size() > settings_.documents_in_memory) {\n',
        '  if (documents_.Size() > settings_.documents_in_memory) {\n'),
    'positions_not_moved_by_replay': (
        'owner_assign.cc',
        'std::move(offered.record.header.positions)};',
        'std::move(head_.inputs)};'),
    'positions_kept_beside_the_chain': (
        'owner_assign.cc',
        '  positions_.clear();\n'
        '  for (size_t i = 0; i < settings_.inputs.size(); ++i) {\n'
        '    const std::string& topic = settings_.inputs[i].topic;\n',
        '  const auto kept = std::exchange(positions_, {});\n'
        '  if (!kept.empty()) head_.inputs = kept;\n'
        '  for (size_t i = 0; i < settings_.inputs.size(); ++i) {\n'
        '    const std::string& topic = settings_.inputs[i].topic;\n'),
    'anchors_forgotten_between_generations': (
        'owner_assign.cc',
        '  if (auto ended = CheckAnchors()) return ended;  // what an earlier generation knew\n',
        ''),
    'ignored_records_not_read_again': (
        'owner_anchor.cc',
        '  if (ignored < 0) return {};\n',
        '  if (ignored < 0 || anchor.sequence > 0) return {};\n'),
    'load_of_any_position': (
        'owner_batch.cc',
        '  if (loaded.position != projected_) return '
        'StartAgain{"the view is not where it was projected"};\n',
        ''),
    'read_although_its_family_was_dropped': (
        'owner_batch.cc',
        'if (pending_ && !pending_->changes.dropped_families.empty()) {',
        'if (pending_ && pending_->changes.Empty()) {'),
    'installed_although_its_family_was_dropped': (
        'documents.cc',
        '    slot.dropped = !known;\n',
        ''),
    'read_ahead_of_an_input_that_is_tried_alone': (
        'owner_batch.cc',
        '  if (careful_) return {};\n',
        ''),
    'read_beside_an_input_that_is_tried_alone': (
        'owner_batch.cc',
        '  if (careful_) return DecideBatch(batch);\n',
        ''),
    'decided_without_what_was_missing': (
        'owner_batch.cc',
        '    if (missing.empty()) return {};\n',
        '    return {};\n'),
    'repeats_answered_at_once': (
        'owner_batch.cc',
        '    batch.answers.emplace_back(command.id, Outcome{reply.accepted, reply.bytes, token});\n'
        '    return RecordEntry(',
        '    ports_.answers.Answer(command.id, Outcome{reply.accepted, reply.bytes, token});\n'
        '    return RecordEntry('),
}


def main():
    name, root, out = sys.argv[1:]
    file, old, new = MUTANTS[name]
    source = pathlib.Path(root, 'libs/journal', file).read_text()
    if source.count(old) != 1:
        sys.exit(f'the mutation {name} no longer applies: its text occurs {source.count(old)} '
                 f'times in libs/journal/{file}, not once')
    out = pathlib.Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(source.replace(old, new))


if __name__ == '__main__':
    main()
