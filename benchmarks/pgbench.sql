-- The rows one booking of three appointments leaves behind, written by PostgreSQL's own load tool: same tables,
-- constraints and triggers, no Python. Places come from the table benchmark_spot, three a trip.
SELECT nextval('benchmark_trip') AS trip, gen_random_uuid() AS person, gen_random_uuid() AS itinerary \gset
BEGIN;
INSERT INTO accounts_person (id, identity, name, email, phone, language, municipality, created_at)
    VALUES (:person::uuid, 'pgbench-' || :trip::text, 'Sample Person', 'p' || :trip::text || '@bench.example', '', 'en', '', now());
INSERT INTO booking_itinerary (id, reference, token_digest, person_id, phone, language, wish, wants_earlier, created_at, booked_at, sequence)
    VALUES (:itinerary::uuid, 'P' || :trip::text, 'pgbench-' || :trip::text, :person::uuid, '', 'en', '{}', false, now(), now(), 0);
INSERT INTO booking_appointment (uid, itinerary_id, person_id, matter_id, service_id, calendar_id, during, language, status, reason)
    SELECT gen_random_uuid(), :itinerary::uuid, :person::uuid, matter_id, service_id, calendar_id, during, 'de', 'booked', ''
    FROM benchmark_spot WHERE trip = :trip::bigint;
INSERT INTO booking_bookingkey (digest, fingerprint, itinerary_id, created_at)
    VALUES ('pgbench-' || :trip::text, '', :itinerary::uuid, now());
COMMIT;
