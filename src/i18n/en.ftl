### Words: one place each. A problem has three sentences: what, .why, .next.

## kinds

kind-village = villages
kind-worker = workers
kind-post = posts
kind-training = trainings
kind-session = sessions
kind-enrolment = enrolments
kind-child = children
kind-disclosure = disclosures

## fields

field-village-name = Village
    .label = Name
field-village-code = Division code
    .label = Code
field-village-setting = Urban or rural
    .label = Area
field-village-tags = Tags
    .label = Tags
field-village-note = Note
    .label = Note
field-worker-name = Name
    .label = Name
field-worker-role = Role
    .label = Role
field-worker-sex = Sex
    .label = Sex
field-worker-birth_day = Birth date
    .label = Born
field-worker-id_number = ID number
    .label = ID no
field-worker-phone = Telephone
    .label = Phone
field-worker-source = Chosen from
    .label = Source
field-worker-female_member = Female committee member
    .label = Female
field-worker-work_time = Full or part time
    .label = Time
field-worker-first_training = First training
    .label = First
field-worker-certificate = Certificate
    .label = Cert
field-worker-national_entered = Entered in national system
    .label = System
field-worker-note = Note
    .label = Note
field-post-worker = Worker
    .label = Who
field-post-village = Village
    .label = Where
field-post-from = From
    .label = From
field-post-to = To
    .label = To
field-post-acting = Standing in
    .label = Acting
field-post-note = Note
    .label = Note
field-training-name = Training
    .label = Name
field-training-kind = Type
    .label = Type
field-training-level = Level
    .label = Level
field-training-year = Year
    .label = Year
field-training-organiser = Organiser
    .label = By
field-training-mode = Held
    .label = Held
field-training-hours = Hours
    .label = Hours
field-training-note = Note
    .label = Note
field-session-training = Training
    .label = Of
field-session-name = Session
    .label = Name
field-session-day = Date
    .label = Date
field-session-start = Starts
    .label = Start
field-session-end = Ends
    .label = End
field-session-place = Place
    .label = Place
field-session-lecturer = Lecturer
    .label = By
field-session-topics = Topics
    .label = Topics
field-session-note = Note
    .label = Note
field-enrolment-session = Session
    .label = At
field-enrolment-worker = Worker
    .label = Who
field-enrolment-state = Attendance
    .label = Mark
field-enrolment-time = Signed in at
    .label = Time
field-enrolment-score = Score
    .label = Score
field-enrolment-result = Result
    .label = Result
field-enrolment-note = Note
    .label = Note
field-child-name = Name
    .label = Name
field-child-sex = Sex
    .label = Sex
field-child-birth_day = Birth date
    .label = Born
field-child-id_number = ID number
    .label = ID no
field-child-village = Village
    .label = Lives
field-child-categories = Categories
    .label = Kinds
field-child-risk = Risk
    .label = Risk
field-child-caregiver = Caregiver
    .label = Carer
field-child-caregiver_phone = Caregiver's telephone
    .label = Phone
field-child-note = Note
    .label = Note
field-disclosure-agency = Agency
    .label = To
field-disclosure-purpose = Purpose
    .label = For
field-disclosure-day = Date
    .label = Date
field-disclosure-time = Time
    .label = Time
field-disclosure-plugin = Plug-in
    .label = Plugin
field-disclosure-library = Library SHA-256
    .label = SHA256
field-disclosure-fields = Fields
    .label = Fields
field-disclosure-filter = Filter
    .label = Filter
field-disclosure-rows = Rows
    .label = Rows
field-disclosure-children = Children
    .label = Child
field-disclosure-files = Files
    .label = Files
field-disclosure-clear = In clear
    .label = Clear
field-disclosure-state = Result
    .label = Result
field-disclosure-cause = Cause
    .label = Cause

## choices

choice-setting-urban = urban
choice-setting-rural = rural
choice-village-tag-old_revolutionary = old revolutionary base
choice-village-tag-soviet = former soviet area
choice-village-tag-poor = poor area
choice-worker-role-director = child director
choice-worker-role-supervisor = child supervisor
choice-sex-male = male
choice-sex-female = female
choice-source-committee = village committee member
choice-source-village_official = graduate village official
choice-source-social_worker = social worker
choice-source-other = other
choice-work-time-full = full time
choice-work-time-part = part time
choice-level-county = county
choice-level-prefecture = prefecture
choice-level-province = province
choice-training-type-first = first training
choice-training-type-rotation = yearly rotation
choice-training-type-makeup = make-up
choice-training-type-other = other
choice-mode-on_site = on site
choice-mode-online = online, live
choice-topic-visits = home visits
choice-topic-updates = keeping files current
choice-topic-reporting = mandatory reporting
choice-topic-policy = linking to policies
choice-topic-guardianship = guardians' duties
choice-topic-education = family education
choice-attendance-unmarked = unmarked
choice-attendance-present = present
choice-attendance-late = late
choice-attendance-excused = excused
choice-attendance-absent = absent
choice-outcome-pass = pass
choice-outcome-fail = fail
choice-category-left_behind = left-behind
choice-category-difficult = in difficulty
choice-category-orphan = orphan in a family
choice-category-unattended = de facto unattended
choice-category-migrant = migrant
choice-risk-red = red
choice-risk-yellow = yellow
choice-risk-blue = blue
choice-risk-green = green
choice-disclosure-state-started = started
choice-disclosure-state-sent = sent
choice-disclosure-state-failed = not sent
choice-year-state-not_in_post = not in post
choice-year-state-first = first training
choice-year-state-trained = trained
choice-year-state-made_up = made up
choice-year-state-missed = missed
choice-year-state-not_yet = not yet
choice-flag-yes = yes
choice-flag-no = no

## rules

rule-no_director = No director
rule-two_directors = Two directors
rule-untrained = Untrained
rule-rotation = Rotation
pressing-now = Now
pressing-soon = Soon
pressing-later = Later

## faults

fault-required = This can't be empty. Fill it in, then save.
fault-too-long = Too long: at most { $max } characters.
fault-not-a-number = This must be a whole number, digits only.
fault-out-of-range = This must be between { $min } and { $max }.
fault-not-a-day = Not a date, or one the calendar doesn't have. Write 2015-03-14 or 20150314.
fault-not-a-time = Not a time of day. Write 8:30 or 0830.
fault-not-a-flag = Answer yes or no; leave it empty if not known.
fault-not-a-choice = Not one of the choices: { $codes }.
fault-not-a-phone = Not a telephone number: a mobile has 11 digits and begins 13 to 19; a landline needs its area code.
fault-not-a-division = A division code has 12 digits (or its first 4, 6 or 9).
fault-id-length = An ID number has 18 places, this has { $found }. Check it against the card; leave it empty if there is none.
fault-id-digits = An ID number is 17 digits and a last digit or X.
fault-id-birth = The birth date inside this ID number is no real date. Check it against the card.
fault-id-check = The last place should be { $expected }; most likely one digit is wrong. Check it against the card; leave it empty if there is none.
fault-id-damaged = A spreadsheet turned this number into a decimal and its last digits are lost. Set the column to text and type it again from the card.
fault-no-such-record = Nothing goes by this. Give its number, code or name, or add it first.
fault-several-records = { $count } records go by this. Give the number, like #87.
fault-birth-not-in-id = The birth date differs from the one in the ID number. Check which is wrong.
fault-sex-not-in-id = The sex differs from the ID number (17th place odd: male, even: female). Check which is wrong.
fault-female-member-is-male = Marked as a female committee member but sex is male. Change one of them.
fault-ends-before-it-begins = The end can't be before the beginning. Change one of them.
fault-passed-without-attending = Can't pass without attending. Mark the person present or late first.

## problems


## store


## plugin


## transfer


## cli


## ui

