-- Donations beside those of the demo. psycopg puts :number in; statements end with a semicolon at the
-- end of a line. Nothing but keys is random. Every other one goes to the same wish, the rest to all.

CREATE TEMPORARY TABLE wanted AS
SELECT row_number() OVER (ORDER BY stage = 'published' DESC, campaign.id) - 1 AS place,
    count(*) OVER () AS total, campaign.id
FROM crowdfunding_lite_campaign AS campaign
JOIN wishlist_wish AS wish ON wish.campaign_id = campaign.id
WHERE goal_cents IS NOT NULL AND stage NOT IN ('draft', 'review', 'declined');

CREATE TEMPORARY TABLE gift AS
SELECT number, gen_random_uuid() AS public_id,
    (SELECT id FROM wanted WHERE place = CASE number % 2 WHEN 0 THEN 0 ELSE number / 2 % total END)
        AS campaign_id,
    (ARRAY[1000, 1500, 2000, 2500, 5000, 10000])[number % 6 + 1] AS cents,
    now() - number * interval '40 minutes' AS at,
    CASE WHEN number % 50 = 7 THEN 'processing' WHEN number % 50 = 13 THEN 'refunded'
        WHEN number % 50 = 21 THEN 'expired' ELSE 'paid' END AS state
FROM generate_series(1, :number) AS number;

INSERT INTO crowdfunding_lite_donor (email, name, company, street, postcode, city, country, language,
    created_at)
SELECT 'bench-' || number || '@example.org', '', '', '', '', '', 'DE', 'de', at FROM gift;

INSERT INTO crowdfunding_lite_donation (public_id, key, campaign_id, donor_id, state, amount_cents,
    fee_cover_cents, currency, settled_cents, refunded_cents, disputed_cents, lost_cents,
    provider_fee_cents, livemode, provider_session, provider_payment, idempotency_key, checkout,
    public_name, dedication, wants_receipt, method, language, mismatch, version, created_at, paid_at,
    settled_at, checked_at)
SELECT public_id, replace(public_id::text, '-', ''), campaign_id, donor.id, state, cents, 0, 'EUR',
    CASE WHEN state IN ('paid', 'refunded') THEN cents ELSE 0 END,
    CASE state WHEN 'refunded' THEN cents ELSE 0 END, 0, 0,
    CASE WHEN state IN ('paid', 'refunded') THEN 25 + cents * 15 / 1000 ELSE 0 END, false,
    'cs_bench_' || public_id, 'pi_bench_' || public_id, 'bench-' || public_id, '{}',
    CASE number % 2 WHEN 0 THEN 'Familie Muster ' || number ELSE '' END,
    CASE number % 5 WHEN 0 THEN 'Alles Gute!' ELSE '' END, number % 9 = 0,
    CASE state WHEN 'processing' THEN 'sepa_debit' ELSE 'card' END, 'de', '', 1, at,
    CASE WHEN state IN ('paid', 'refunded') THEN at END, at,
    -- The regular comparison leaves them alone: no provider knows them.
    now() + interval '10 years'
FROM gift JOIN crowdfunding_lite_donor AS donor ON donor.email = 'bench-' || number || '@example.org';

CREATE TEMPORARY TABLE made AS
SELECT gift.*, donation.id, donation.provider_fee_cents FROM gift
JOIN crowdfunding_lite_donation AS donation USING (public_id);

INSERT INTO crowdfunding_lite_donationevent (donation_id, kind, from_state, to_state, cents, source, note,
    at)
SELECT id, 'started', '', 'started', cents, 'start', '', at FROM made
UNION ALL
SELECT id, 'state', 'started', state, cents, 'webhook', '', at + interval '1 minute' FROM made;

INSERT INTO crowdfunding_lite_balanceentry (provider_reference, donation_id, kind, cents, fee_cents, at)
SELECT 'txn_bench_' || public_id, id, 'payment', cents, provider_fee_cents, at FROM made
WHERE state IN ('paid', 'refunded')
UNION ALL
SELECT 'txn_bench_back_' || public_id, id, 'refund', -cents, 0, at + interval '1 day' FROM made
WHERE state = 'refunded';

INSERT INTO wishlist_gift (form_key, donation_id, wants_updates, thanked_at)
SELECT gen_random_uuid(), id, false, at FROM made;
